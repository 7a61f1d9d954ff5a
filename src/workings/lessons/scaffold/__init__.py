"""`workings new`: a first version of a day, a topic or an estimator that runs and passes the linters, to write over."""
