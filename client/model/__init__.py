"""The nouns of Belfry: frozen data, standard library only. Nothing here acts, asks or stores."""
