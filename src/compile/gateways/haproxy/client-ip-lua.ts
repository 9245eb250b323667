/** The action that asks the verifier service: examples/haproxy/client-ip.lua, to which a test holds it. */
export const CLIENT_IP_LUA = `-- Asks a forward-auth service who the client is: http-request lua.client_ip http://127.0.0.1:9180/verify
-- It answers 200 with X-Client-IP, or 401. The action sets txn.client_ip, and sets nothing if there is no such answer.
local ASSERTION = "x-client-ip-assertion"

-- HAProxy counts the lines of a header from 0.
local function only(lines)
  if lines ~= nil and lines[1] == nil then return lines[0] end
end

core.register_action("client_ip", { "http-req" }, function(txn, url)
  txn:unset_var("txn.client_ip")
  local line = only(txn.http:req_get_headers()[ASSERTION])
  if line == nil then return end
  local answer = core.httpclient():get({
    url = url,
    timeout = 500, -- milliseconds, and HAProxy 2.6 tries four times
    headers = {
      [ASSERTION] = { line },
      ["x-forwarded-method"] = { txn.sf:method() },
      ["x-forwarded-host"] = { txn.sf:req_hdr("host") },
      ["x-forwarded-uri"] = { txn.sf:pathq() },
    },
  })
  local ip = only(answer.headers["x-client-ip"])
  if answer.status == 200 and ip ~= nil then txn:set_var("txn.client_ip", ip) end
end, 1)
`
