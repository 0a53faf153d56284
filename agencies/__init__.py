"""The front desk: who may come in, for which agency, and what they may do there."""
