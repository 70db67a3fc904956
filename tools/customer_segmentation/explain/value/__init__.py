"""What customers will buy: rhythm and silence (BG/NBD, MBG/NBD), spend (Gamma-Gamma), checked on what followed."""
