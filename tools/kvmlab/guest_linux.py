def provide(lab):
    pass
