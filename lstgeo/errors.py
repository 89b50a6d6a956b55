"""What can go wrong, each kind also the builtin that it resembles."""


class LstgeoError(Exception):
    """Base of every error that lstgeo raises on purpose; its text is one sentence for the user."""


class SceneError(LstgeoError, ValueError):
    """A scene that is incomplete, contradictory or of a kind that cannot be retrieved."""


class MetadataError(LstgeoError, ValueError):
    """A metadata file (MTL) that cannot be understood."""


class MissingFileError(LstgeoError, FileNotFoundError):
    """A file or folder that is needed and is not there."""


class RasterError(LstgeoError, OSError):
    """A raster that cannot be opened or read to its end."""


class InputError(LstgeoError, ValueError):
    """An ancillary input whose values, units or extent cannot be right."""


class MethodError(LstgeoError, ValueError):
    """A sensor, band or method that does not exist, or a pair that does not go together."""


class ModelError(LstgeoError, ValueError):
    """A model file that cannot be used, or does not belong to the band."""


class OutputError(LstgeoError, OSError):
    """An output that cannot be written."""
