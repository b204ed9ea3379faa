"""zkvm: a native Pulumi provider for KVM on IBM Z."""
