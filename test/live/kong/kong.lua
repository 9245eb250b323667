-- Stands for Kong 3.9 where Kong cannot be had: its phases, the parts of its PDK that the compiled Lua calls, and its jwt
-- plugin, each after the source that is named beside it (https://github.com/Kong/kong/tree/3.9.1). What is compiled runs
-- here as it is: in the sandbox's way, with kong and ngx for its world.
local cjson = require "cjson.safe"
local ffi = require "ffi"

ffi.cdef [[
typedef struct bio_st BIO; typedef struct evp_pkey_st EVP_PKEY; typedef struct evp_md_ctx_st EVP_MD_CTX;
BIO *BIO_new_mem_buf(const void *buf, int len); void BIO_free_all(BIO *bio);
EVP_PKEY *PEM_read_bio_PUBKEY(BIO *bio, void *x, void *cb, void *u);
EVP_MD_CTX *EVP_MD_CTX_new(void); void EVP_MD_CTX_free(EVP_MD_CTX *ctx); const void *EVP_sha256(void);
int EVP_DigestVerifyInit(EVP_MD_CTX *ctx, void **pctx, const void *type, void *e, EVP_PKEY *pkey);
int EVP_DigestVerify(EVP_MD_CTX *ctx, const char *sig, size_t siglen, const char *tbs, size_t tbslen);
]]
local crypto = ffi.C

local function read_file(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

-- kong/pdk: what is called, by the same functions of the Lua module.
local kong = {
  request = {
    get_headers = function(max) return ngx.req.get_headers(max or 100) end,
    get_header = function(name)
      local value = ngx.req.get_headers()[name]
      return type(value) == "table" and value[1] or value
    end,
    get_method = ngx.req.get_method,
    get_raw_path = function()
      local uri = ngx.var.request_uri or ""
      local s = uri:find("?", 2, true)
      return s and uri:sub(1, s - 1) or uri
    end,
  },
  service = {
    request = {
      set_header = function(name, value) ngx.req.set_header(name, value) end,
      clear_header = function(name) ngx.req.clear_header(name) end,
    },
  },
  response = {
    exit = function(status, body)
      ngx.status = status
      ngx.print(cjson.encode(body))
      return ngx.exit(status)
    end,
  },
  ctx = setmetatable({}, { __index = function(_, name) return name == "shared" and ngx.ctx.shared or nil end }),
}

-- kong/tools/sandbox.lua: no require, no io, no os but the clock.
local SANDBOX = { "assert", "error", "ipairs", "next", "pairs", "pcall", "select", "tonumber", "tostring", "type", "unpack" }
local function sandboxed(code)
  local env = { kong = kong, ngx = ngx, math = math, string = string, table = table }
  for _, name in ipairs(SANDBOX) do env[name] = _G[name] end
  return assert(load(code, "=serverless", "t", env))
end

-- kong/plugins/pre-function/_handler.lua: a chunk that returns a function is run once for it.
local function compile_all(codes)
  local functions = {}
  for i, code in ipairs(codes or {}) do functions[i] = sandboxed(code)() end
  return functions
end

-- RFC 3279 section 2.2.3 from the raw form of RFC 7518 section 3.4.
local function der(raw)
  local function integer(bytes)
    bytes = bytes:gsub("^%z+", "")
    if bytes == "" or bytes:byte() > 127 then bytes = "\0" .. bytes end
    return "\2" .. string.char(#bytes) .. bytes
  end
  local body = integer(raw:sub(1, 32)) .. integer(raw:sub(33))
  return "\48" .. string.char(#body) .. body
end

local function verify_es256(data, signature, pem)
  if #signature ~= 64 then return false end
  local bio = crypto.BIO_new_mem_buf(pem, #pem)
  local key = crypto.PEM_read_bio_PUBKEY(bio, nil, nil, nil)
  crypto.BIO_free_all(bio)
  if key == nil then return false end
  local ctx = crypto.EVP_MD_CTX_new()
  local encoded = der(signature)
  local ok = crypto.EVP_DigestVerifyInit(ctx, nil, crypto.EVP_sha256(), nil, key) == 1
    and crypto.EVP_DigestVerify(ctx, encoded, #encoded, data, #data) == 1
  crypto.EVP_MD_CTX_free(ctx)
  return ok
end

local function decode_base64url(part)
  return ngx.decode_base64((part:gsub("%-", "+"):gsub("_", "/")) .. ("="):rep(-#part % 4))
end

local secrets = {}

-- kong/plugins/jwt/handler.lua and jwt_parser.lua: whether a token authenticates, and the token.
local function authenticate(conf)
  local line = kong.request.get_headers()[conf.header_names[1]]
  if type(line) == "table" then line = line[1] end
  local token = line and line:match("%s*[Bb]earer%s+(.+)")
  if token == nil then return false end
  local header_64, claims_64, signature_64 = token:match("^([^.]*)%.([^.]*)%.(.*)$")
  if header_64 == nil then return false end
  local header, claims = cjson.decode(decode_base64url(header_64) or ""), cjson.decode(decode_base64url(claims_64) or "")
  local signature = decode_base64url(signature_64)
  if type(header) ~= "table" or type(claims) ~= "table" or signature == nil then return false end
  local secret = secrets[claims[conf.key_claim_name] or header[conf.key_claim_name]]
  if secret == nil or header.alg ~= secret.algorithm or secret.algorithm ~= "ES256" then return false end
  if not verify_es256(header_64 .. "." .. claims_64, signature, secret.rsa_public_key) then return false end
  for _, name in ipairs(conf.claims_to_verify or {}) do
    if name == "exp" and (type(claims.exp) ~= "number" or claims.exp <= ngx.time()) then return false end
  end
  local most = conf.maximum_expiration or 0
  if most > 0 and (claims.exp == nil or claims.exp - ngx.time() > most) then return false end
  return true, token
end

local function run_jwt(conf)
  if not conf.run_on_preflight and kong.request.get_method() == "OPTIONS" then return end
  local ok, token = authenticate(conf)
  if ok then
    ngx.ctx.shared.authenticated_jwt_token = token
  elseif conf.anonymous == nil then
    return kong.response.exit(401, { message = "Unauthorized" })
  end
end

local config = cjson.decode(read_file(ngx.config.prefix() .. "kong.json"))
for _, consumer in ipairs(config.consumers or {}) do
  for _, secret in ipairs(consumer.jwt_secrets or {}) do secrets[secret.key] = secret end
end
local plugins = {}
for _, plugin in ipairs(config.plugins) do plugins[plugin.name] = plugin.config end
local rewrite = compile_all(plugins["pre-function"].rewrite)
local before = compile_all(plugins["pre-function"].access)
local after = compile_all((plugins["post-function"] or {}).access)

-- Functions of exempt routes, by the route's name.
local of_route = {}
for _, route in ipairs(config.services[1].routes) do
  for _, plugin in ipairs(route.plugins or {}) do
    if plugin.name == "pre-function" then of_route[route.name] = compile_all(plugin.config.access) end
  end
end

-- The router sees the path in its normal form, which nginx has in $uri.
local function find_exempt_route()
  for _, route in ipairs(config.services[1].routes) do
    local pattern = route.paths[1]:match("^~(.*)")
    local is_here = pattern and route.methods[1] == kong.request.get_method()
    if is_here and ngx.re.find(ngx.var.uri, "^" .. pattern) then return route end
  end
end

-- kong/runloop/plugins_iterator.lua: a plugin on the route takes the place of the global one.
local function find_jwt(route)
  for _, plugin in ipairs(route and route.plugins or {}) do
    if plugin.name == "jwt" then return plugin.config end
  end
  return plugins.jwt
end

-- kong/plugins/rate-limiting/handler.lua, get_identifier: by the header, else by the address. Told instead of counted.
local function tell_limit(conf)
  ngx.header["X-Counted-As"] = kong.request.get_header(conf.header_name) or ngx.var.remote_addr
end

-- kong/runloop/handler.lua, access.before: read before the plugins of the phase access run.
local function set_upstream_headers()
  local headers = ngx.req.get_headers()
  local forwarded, upgrade = headers["x-forwarded-for"], headers["upgrade"]
  if type(forwarded) == "table" then forwarded = forwarded[1] end
  if type(upgrade) == "table" then upgrade = upgrade[1] end
  local is_websocket = upgrade ~= nil and upgrade:lower() == "websocket"
  ngx.var.upstream_x_forwarded_for = forwarded and (forwarded .. ", " .. ngx.var.realip_remote_addr) or ngx.var.remote_addr
  ngx.var.upstream_connection = is_websocket and "keep-alive, Upgrade" or "keep-alive"
  ngx.var.upstream_upgrade = is_websocket and "websocket" or ""
  ngx.var.upstream_host = ngx.var.http_host
end

return {
  rewrite = function()
    ngx.ctx.shared = {}
    for _, run in ipairs(rewrite) do run() end
  end,
  access = function()
    set_upstream_headers()
    local route = find_exempt_route()
    for _, run in ipairs(route and of_route[route.name] or before) do run() end
    local jwt = find_jwt(route)
    if jwt ~= nil then run_jwt(jwt) end
    if plugins["rate-limiting"] then tell_limit(plugins["rate-limiting"]) end
    for _, run in ipairs(after) do run() end
  end,
}
