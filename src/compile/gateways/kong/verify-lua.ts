import type { PlainTerms } from './plain-terms.ts'

/**
 * Lua for the phase `rewrite` of a global pre-function, which runs before any route is found: takes out what the client
 * says about itself, checks all of the assertion but its signature, and sets X-Client-IP from it.
 *
 * The jwt plugin checks the signature behind it, and {@link GUARD_LUA} that it has. In that order plugins between them,
 * such as rate-limiting, see the address. Needs nothing but the PDK and `ngx`: the sandbox of serverless functions lets
 * it require no module.
 */
export function verifyLua({ issuer, audience, exempt, demanded }: PlainTerms): string {
  const constants = [
    `local ISSUER = "${issuer}"`,
    `local AUDIENCE = "${audience}"`,
    `local EXEMPT = {${exempt.map((route) => ` ["${route}"] = true,`).join('')} }`,
    `local DEMANDED = {${demanded.map((claim) => ` ${claim} = true,`).join('')} }`,
  ]
  return `${constants.join('\n')}\n${VERIFY}`
}

const VERIFY = String.raw`local ASSERTION, CLIENT_IP = "x-client-ip-assertion", "x-client-ip"
local MOST_HEADERS = 1000

-- One object of plain text, without a second member of these names: patterns then see what a parser would.
local function is_plain(json, members)
  if json:sub(1, 1) ~= "{" or json:sub(-1) ~= "}" then return false end
  if json:find("[^\32-\126\t\r\n]") or json:find("\\", 1, true) then return false end
  for _, name in ipairs(members) do
    local _, count = json:gsub('"' .. name .. '"%s*:', "")
    if count > 1 then return false end
  end
  return true
end

local function has(json, name) return json:find('"' .. name .. '"%s*:') ~= nil end

local function text(json, name) return json:match('"' .. name .. '"%s*:%s*"([^"]*)"%s*[,}]') end

local function whole_number(json, name)
  local digits = json:match('"' .. name .. '"%s*:%s*(%d+)%s*[,}]')
  if digits ~= nil and #digits <= 12 then return tonumber(digits) end
end

local function decode(part)
  local plain = part:gsub("%-", "+"):gsub("_", "/")
  return ngx.decode_base64(plain .. ("="):rep(-#part % 4)) or ""
end

local function is_ipv4(address)
  local count = 0
  for octet in (address .. "."):gmatch("([^.]*)%.") do
    if not octet:find("^%d%d?%d?$") or octet:find("^0.") or tonumber(octet) > 255 then return false end
    count = count + 1
  end
  return count == 4
end

local function groups_of(part)
  local groups = {}
  if part == "" then return groups end
  for group in (part .. ":"):gmatch("([^:]*):") do
    if not group:find("^[0-9a-f]+$") or #group > 4 or group:find("^0.") then return nil end
    groups[#groups + 1] = group
  end
  return groups
end

-- The longest run of zeros is left out, the first of two, and none of one group (RFC 5952 section 4).
local function print_ipv6(groups)
  local from, length = 0, 1
  local i = 1
  while i <= 8 do
    local j = i
    while groups[j] == "0" do j = j + 1 end
    if j - i > length then from, length = i, j - i end
    i = math.max(j, i + 1)
  end
  if length == 1 then return table.concat(groups, ":") end
  return table.concat(groups, ":", 1, from - 1) .. "::" .. table.concat(groups, ":", from + length, 8)
end

local function is_ipv6(address)
  local head, tail = address:match("^(.-)::(.*)$")
  local before, after = groups_of(head or address), groups_of(tail or "")
  if before == nil or after == nil then return false end
  local groups = {}
  for _, group in ipairs(before) do groups[#groups + 1] = group end
  if head ~= nil then
    for _ = 1, 8 - #before - #after do groups[#groups + 1] = "0" end
  end
  for _, group in ipairs(after) do groups[#groups + 1] = group end
  if #groups ~= 8 then return false end
  local is_mapped = table.concat(groups, ":", 1, 6) == "0:0:0:0:0:ffff"
  return not is_mapped and print_ipv6(groups) == address
end

local function normalise_host(host)
  host = host:lower()
  local name, port = host:match("^(.-)%.?:(%d+)$")
  if name == nil then return (host:gsub("%.$", "")) end
  if port == "80" or port == "443" then return name end
  return name .. ":" .. port
end

-- What is bound to a request belongs to no other.
local function is_bound_otherwise(claims)
  local host = kong.request.get_header("host")
  local facts = {
    htm = kong.request.get_method(),
    host = host and normalise_host(host),
    path = kong.request.get_raw_path(),
  }
  for _, claim in ipairs({ "htm", "host", "path" }) do
    if (DEMANDED[claim] or has(claims, claim)) and text(claims, claim) ~= (facts[claim] or false) then return true end
  end
  return false
end

local function is_timely(claims)
  local iat, exp = whole_number(claims, "iat"), whole_number(claims, "exp")
  if iat == nil or exp == nil then return false end
  local now = ngx.time()
  return now <= exp + 5 and iat <= now + 30 and exp - iat <= 300
end

-- The address that an assertion claims, if all but its signature holds.
local function claimed_in(token)
  local header, payload, signature = token:match("^([%w_-]+)%.([%w_-]+)%.([%w_-]+)$")
  if signature == nil or #signature ~= 86 or not signature:find("[AQgw]$") then return nil end
  local head, claims = decode(header), decode(payload)
  if not is_plain(head, { "alg", "kid" }) or head:find('"crit"', 1, true) or head:find('"b64"', 1, true) then return nil end
  -- The jwt plugin looks for kid in the claims first.
  if not is_plain(claims, { "v", "sub", "iss", "aud", "iat", "exp", "ip", "htm", "host", "path" }) then return nil end
  if has(claims, "kid") or text(head, "kid") == nil then return nil end
  if not claims:find('"v"%s*:%s*1%s*[,}]') or text(claims, "sub") ~= "client-ip" then return nil end
  if text(claims, "iss") ~= ISSUER or text(claims, "aud") ~= AUDIENCE then return nil end
  local ip = text(claims, "ip")
  if ip == nil or not (is_ipv4(ip) or is_ipv6(ip)) then return nil end
  if not is_timely(claims) or is_bound_otherwise(claims) then return nil end
  return ip
end

-- One line: repeated ones come as a table, and nginx joins no other than with commas.
local function token_in(line)
  if type(line) ~= "string" or #line > 2048 or line:find(",", 1, true) then return nil end
  return (line:gsub("^Bearer ", ""))
end

local function refuse()
  return kong.response.exit(401, { message = "Unauthorized" })
end

return function()
  local headers, cut = kong.request.get_headers(MOST_HEADERS)
  -- What is not read cannot be removed.
  if cut ~= nil then return refuse() end
  local line
  for name, value in pairs(headers) do
    local lower = name:lower()
    local read_as = lower:gsub("[^a-z0-9]", "-")
    if lower == ASSERTION then
      line = value
    elseif read_as == ASSERTION or read_as == CLIENT_IP then
      kong.service.request.clear_header(name)
    end
  end
  -- Kong would append to it; without it the next hop is told the address below alone.
  kong.service.request.clear_header("X-Forwarded-For")
  -- Byte by byte: a route matches what only resembles this path.
  if EXEMPT[kong.request.get_method() .. " " .. kong.request.get_raw_path()] then
    kong.ctx.shared.ipseal_is_exempt = true
    return
  end
  local token = token_in(line)
  local ip = token and claimed_in(token)
  if ip == nil then return refuse() end
  kong.ctx.shared.ipseal_token = token
  kong.ctx.shared.ipseal_claimed_ip = ip
  -- The jwt plugin reads no header without the word Bearer.
  kong.service.request.set_header("X-Client-IP-Assertion", "Bearer " .. token)
  kong.service.request.set_header("X-Client-IP", ip)
end
`
