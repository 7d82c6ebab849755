"""An honest estimate of what a neutral may award, and how sure that is."""
