"""Parts of a domain outside its lists of devices, one file for each: how it is read, and what of it is zkvm's."""
