/** The client's address as it was verified; empty on exempt routes and on what is refused. */
export const CLIENT = '$ipseal_client'

/** 1 for a connection that comes from nobody on the path. */
export const STRANGER = '$ipseal_stranger'

/** `websocket` or empty: no other upgrade goes on. */
export const UPGRADE = '$ipseal_upgrade'
export const CONNECTION = '$ipseal_connection'

/** 1 where an upgrade to something else than WebSocket is asked for. */
export const OTHER_UPGRADE = '$ipseal_other_upgrade'

/** The internal location of `auth_request`. */
export const ASKING = '/_ipseal'
