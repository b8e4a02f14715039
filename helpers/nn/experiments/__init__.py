"""Training for the experiments, with torch's gradients. What was trained comes back as NumPy arrays, so that the
functions of a lesson can use it. One thread: small networks on a busy machine are slower with two."""
