"""VPN panels: the interface of all panels, and the gateway that selects the panel."""

from gateways.vpn.gateway import VpnGateway
from gateways.vpn.keys import PanelKeys
from gateways.vpn.port import Desired, Observed, Panel

__all__ = ["Desired", "Observed", "Panel", "PanelKeys", "VpnGateway"]
