"""Line-by-line absorption of the thermal window, offline: what the node tables are made from."""
