"""Installation media of a host on IBM Z: what the HMC loads, what the installer reads. Pure text in, text out."""
