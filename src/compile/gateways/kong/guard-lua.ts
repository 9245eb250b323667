/**
 * Lua for the phase `access` of a global post-function, the last of all plugins: lets nothing pass whose signature the
 * jwt plugin has not verified, on no route, and keeps the assertion from the application.
 */
export const GUARD_LUA = `return function()
  kong.service.request.clear_header("X-Client-IP-Assertion")
  local shared = kong.ctx.shared
  if shared.ipseal_is_exempt then return end
  if shared.ipseal_token == nil or shared.authenticated_jwt_token ~= shared.ipseal_token then
    return kong.response.exit(401, { message = "Unauthorized" })
  end
  -- On a route that may be exempt it was taken out until here.
  kong.service.request.set_header("X-Client-IP", shared.ipseal_claimed_ip)
  -- Old applications read this one. Kong has set it to the address that it sees before any plugin of the route ran.
  ngx.var.upstream_x_forwarded_for = shared.ipseal_claimed_ip
end
`

/**
 * Lua for the phase `access` of a pre-function on an exempt route, where the jwt plugin goes on without a signature: what
 * only resembles the path comes here with the address of a token that nobody has checked, and rate-limiting would count
 * it. {@link GUARD_LUA} sets the address again.
 */
export const UNCHECKED_LUA = `return function()
  kong.service.request.clear_header("X-Client-IP")
end
`

/** For a gateway in front of the one that verifies: takes our names out, and keeps the assertion as it is. */
export const STRIP_LUA = `return function()
  local headers, cut = kong.request.get_headers(1000)
  -- What is not read cannot be removed.
  if cut ~= nil then return kong.response.exit(431, { message = "Too many headers" }) end
  for name in pairs(headers) do
    local lower = name:lower()
    local read_as = lower:gsub("[^a-z0-9]", "-")
    local is_alias = read_as == "x-client-ip-assertion" and lower ~= read_as
    if is_alias or read_as == "x-client-ip" then kong.service.request.clear_header(name) end
  end
end
`
