import { exports } from 'cloudflare:workers'
import { expect, test } from 'vitest'
test('probe', async () => {
  const r = await exports.default.fetch('https://edge.example.com/.well-known/ipseal/health')
  console.log(r.status, await r.text(), navigator.userAgent)
  expect(1).toBe(1)
})
test.skip('later')
test('why', (ctx) => { ctx.skip('no nginx here') })
