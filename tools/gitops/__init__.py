"""`make gitops`: the whole story of `examples/gitops` played on emulated hosts, from a push to a repaired drift."""
