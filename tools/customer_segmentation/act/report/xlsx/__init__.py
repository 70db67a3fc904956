"""The report as a workbook: a sheet per topic, tables that can be worked with, charts, and every figure with its fact."""
