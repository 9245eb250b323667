import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openConfigMapListStore } from '../../../src/platform/list-stores/config-map-list-store.ts'
import { StoreError } from '../../../src/platform/stores/store-error.ts'
import { createCertificate } from '../../origin/certificate.ts'
import vectors from '../../vectors/config-map-faults.json' with { type: 'json' }
import { configMap, playConfigMap, podThatGets, status, TOKEN } from './kubernetes-api.ts'

const SECONDS = () => AbortSignal.timeout(9000)

async function faultOf(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.catch((caught: unknown) => caught)
  if (error instanceof StoreError) return error
  throw new Error('no StoreError', { cause: error })
}

describe('lists in a ConfigMap', () => {
  test('have a key each, and what else is in it stays', async () => {
    const { answer, data } = playConfigMap({ notes: 'of somebody', cloudflare: 'old' })
    const { open } = await podThatGets(answer)
    const store = open()
    for (const [provider, text] of Object.entries({ cloudflare: 'C', 'list:partners': 'P', fastly: 'F', bunny: 'B' })) {
      await store.write(provider, text, SECONDS())
    }
    await store.write('fastly', 'F2', SECONDS())
    expect(Object.fromEntries(await open().read(['cloudflare', 'list:partners', 'akamai'], SECONDS()))).toEqual({
      cloudflare: 'C',
      'list:partners': 'P',
    })
    expect(Object.fromEntries(data)).toEqual({
      notes: 'of somebody',
      cloudflare: 'C',
      'list.partners': 'P',
      fastly: 'F2',
      bunny: 'B',
    })
  })

  test('are asked for as the pod, and applied under a manager for each', async () => {
    const { open, requests } = await podThatGets(playConfigMap().answer)
    expect(await open().read(['fastly'], SECONDS())).toEqual(new Map())
    await open().write('list:partners', 'P', SECONDS())
    const path = '/api/v1/namespaces/edge/configmaps/ipseal-ranges'
    expect(requests.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['GET', path, `Bearer ${TOKEN}`],
      ['GET', path, `Bearer ${TOKEN}`],
      ['PATCH', `${path}?fieldManager=ipseal-list.partners&force=true`, `Bearer ${TOKEN}`],
    ])
    expect(requests[2]?.headers['content-type']).toBe('application/apply-patch+yaml')
    expect(JSON.parse(requests[2]?.body ?? '')).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'ipseal-ranges' },
      data: { 'list.partners': 'P' },
    })
  })

  test('are not written over what another has written since', async () => {
    const { open } = await podThatGets(playConfigMap({}).answer)
    const [late, early] = [open(), open()]
    await late.read(['fastly'], SECONDS())
    await early.write('fastly', 'early', SECONDS())
    expect((await faultOf(late.write('fastly', 'late', SECONDS()))).code).toBe('CHANGED_MEANWHILE')
    expect(await open().read(['fastly'], SECONDS())).toEqual(new Map([['fastly', 'early']]))
  })

  test('are written though another list is written at the same moment', async () => {
    const { answer, set } = playConfigMap({ fastly: 'old' })
    let others = 3
    const { open } = await podThatGets((request) => {
      if (request.method === 'PATCH' && others-- > 0) set('bunny', `B${others}`)
      return answer(request)
    })
    const store = open()
    await store.read(['fastly'], SECONDS())
    await store.write('fastly', 'new', SECONDS())
    expect(await open().read(['fastly', 'bunny'], SECONDS())).toEqual(
      new Map([
        ['fastly', 'new'],
        ['bunny', 'B0'],
      ]),
    )
  })

  test('may be 1 MiB in all, and not a byte more', async () => {
    const { open, requests } = await podThatGets(playConfigMap({ notes: 'x'.repeat(1000) }).answer)
    const most = 'x'.repeat(1024 * 1024 - 1000)
    await open().write('fastly', most, SECONDS())
    expect((await open().read(['fastly'], SECONDS())).get('fastly')).toBe(most)
    const asked = requests.length
    const fault = await faultOf(open().write('fastly', `${most}x`, SECONDS()))
    expect([fault.code, fault.message.includes('1048577 bytes')]).toEqual(['TOO_LARGE', true])
    expect(requests.slice(asked).map(({ method }) => method)).toEqual(['GET'])
  })
})

describe('what the API of Kubernetes answers is told as what it means', () => {
  test.each(vectors.faults)('$want for $name', async ({ status: code, message, want, says }) => {
    const { open } = await podThatGets(({ method }) =>
      method === 'GET' ? status(404) : status(code, `${message} hush`),
    )
    const fault = await faultOf(open().write('fastly', 'F', SECONDS()))
    expect([fault.code, fault.path]).toEqual([want, 'config-map:edge/ipseal-ranges'])
    expect(fault.message).toContain(says)
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toMatch(new RegExp(`hush|${TOKEN}`))
  })

  test.each([
    { name: 'no answer', answer: 'hang' as const, want: 'UNREACHABLE' },
    { name: 'half an answer', answer: { stalls: '{"kind":' }, want: 'UNREACHABLE' },
    { name: 'an answer that breaks off', answer: { breaks: '{"kind":' }, want: 'UNREACHABLE' },
    { name: 'a connection that is cut', answer: 'cut' as const, want: 'UNREACHABLE' },
    { name: 'the page of a proxy', answer: { status: 200, text: '<html>hush</html>' }, want: 'BAD_ANSWER' },
    { name: 'something else than a ConfigMap', answer: { status: 200, text: '{"kind":"Secret"}' }, want: 'BAD_ANSWER' },
    { name: 'more than any ConfigMap', answer: configMap({ a: 'x'.repeat(5_000_000) }), want: 'BAD_ANSWER' },
    { name: 'a role without the right to read', answer: status(403), want: 'ACCESS_DENIED' },
  ])('$want for $name', async ({ answer, want }) => {
    const { open } = await podThatGets(() => answer)
    const fault = await faultOf(open().read(['fastly'], AbortSignal.timeout(1500)))
    expect(fault.code).toBe(want)
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toMatch(new RegExp(`hush|${TOKEN}`))
  })

  test('BAD_ANSWER for a server that is not of this cluster, which is told nothing', async () => {
    const { open, requests } = await podThatGets(() => configMap({}), createCertificate('kubernetes.default.svc'))
    expect([(await faultOf(open().read(['fastly'], SECONDS()))).code, requests.length]).toEqual(['BAD_ANSWER', 0])
  })

  test('BAD_CREDENTIALS for a pod without a token', async () => {
    const { open, folder } = await podThatGets(() => configMap({}))
    rmSync(join(folder, 'token'))
    expect((await faultOf(open().read(['fastly'], SECONDS()))).code).toBe('BAD_CREDENTIALS')
  })

  test('nothing for a token that was replaced meanwhile', async () => {
    const { open, folder, requests } = await podThatGets(() => configMap({}))
    const store = open()
    await store.read(['fastly'], SECONDS())
    writeFileSync(join(folder, 'token'), 'another')
    await store.read(['fastly'], SECONDS())
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`, 'Bearer another'])
  })

  test('BAD_REFERENCE outside of a cluster', async () => {
    vi.stubEnv('KUBERNETES_SERVICE_HOST', undefined)
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const fault = await faultOf(openConfigMapListStore('edge/ipseal-ranges').read(['fastly'], SECONDS()))
    expect([fault.code, fault.path]).toEqual(['BAD_REFERENCE', 'IPSEAL_RANGES'])
  })
})
