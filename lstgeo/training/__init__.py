"""Training of models: the only user of torch, onnx and scikit-learn."""
