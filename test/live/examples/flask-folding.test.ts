import { expect, onTestFinished, test } from 'vitest'
import { fillIn, HOST, NOW } from '../../origin/assertions.ts'
import { findFlask } from './find-flask.ts'
import { sendRaw, writeHead } from './send-raw.ts'
import { serveFlask } from './start-flask.ts'

/** uWSGI and wsgiref fold underscores; gunicorn does if it is told to. */
const FOLDING = ['--header-map', 'dangerous']

test.for([
  {
    name: 'refuses a token beside another under the folded name',
    lines: [['X_Client_IP_Assertion', '{stranger}'] as const, ['X-Client-IP-Assertion', '{valid}'] as const],
    want: { status: 401, client: undefined },
  },
  {
    name: 'shows no address that came under the folded name',
    lines: [['X_Client_IP', '203.0.113.66'] as const, ['X-Client-IP-Assertion', '{valid}'] as const],
    want: { status: 200, client: '192.0.2.7' },
  },
  {
    name: 'takes a valid token under the folded name, as it cannot tell',
    lines: [['X_Client_IP_Assertion', '{valid}'] as const],
    want: { status: 200, client: '192.0.2.7' },
  },
])('Flask behind a server that folds underscores $name', { timeout: 300_000 }, async ({ lines, want }, { skip }) => {
  const found = await findFlask()
  if ('missing' in found) return skip(found.missing)
  const server = await serveFlask(found, 'flask_steered:app', FOLDING)
  onTestFinished(() => server.stop())
  const own = [['Host', HOST] as const, ['X-Test-Now', String(NOW)] as const]
  const sealed = lines.map(([name, value]) => [name, fillIn(value)] as const)
  const answer = await sendRaw(server.ports[0] ?? 0, writeHead('GET', '/', [...own, ...sealed]))
  expect(answer).toMatchObject(want)
  expect(answer.body).not.toContain('203.0.113.66')
})
