"""The judgement: desired and observed in, a plan out. Pure: no input or output, no clock, no XML."""
