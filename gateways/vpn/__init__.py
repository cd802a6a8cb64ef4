"""VPN panels: the port that every panel is brought behind, and the gateway that picks the panel."""

from gateways.vpn.gateway import VpnGateway
from gateways.vpn.keys import PanelKeys
from gateways.vpn.port import Desired, Observed, Panel

__all__ = ["Desired", "Observed", "Panel", "PanelKeys", "VpnGateway"]
