"""Whether the person has asked the system for high contrast. Windows tells; elsewhere Qt 6.8 has no way to know."""

import ctypes
import sys

SPI_GETHIGHCONTRAST = 0x0042  # SystemParametersInfoW, Windows API
HCF_HIGHCONTRASTON = 0x0001


class _HighContrast(ctypes.Structure):
    """HIGHCONTRASTW."""

    _fields_ = (("cbSize", ctypes.c_uint), ("dwFlags", ctypes.c_uint), ("lpszDefaultScheme", ctypes.c_wchar_p))


def wanted() -> bool:
    """Tells whether the system's contrast theme is on; False where the system does not say."""
    if sys.platform != "win32":
        return False
    asked = _HighContrast(cbSize=ctypes.sizeof(_HighContrast))
    told = ctypes.windll.user32.SystemParametersInfoW(SPI_GETHIGHCONTRAST, asked.cbSize, ctypes.byref(asked), 0)
    return bool(told and asked.dwFlags & HCF_HIGHCONTRASTON)
