"""Out-of-time validation: do segments tell what customers do later?"""
