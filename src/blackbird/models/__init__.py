"""Language models and embedders: catalogue, store, the processes that run them."""
