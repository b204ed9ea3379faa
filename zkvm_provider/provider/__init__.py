"""The provider door: Pulumi's protocol on one side, values of the model on the other."""
