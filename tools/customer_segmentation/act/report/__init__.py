"""The report: everything said of one segmentation as a document to pass on."""
