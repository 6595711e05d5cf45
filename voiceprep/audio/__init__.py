"""Sound in and out: the ports, the devices behind them and their file-backed twins."""
