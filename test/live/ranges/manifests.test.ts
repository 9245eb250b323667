import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { chooseFeeds } from '../../../src/platform/refresh/choose-feeds.ts'
import { readDemand } from '../../../src/platform/refresh/read-demand.ts'
import { VENDOR_FEEDS } from '../../../src/platform/refresh/vendor-feeds.ts'
import { judge, reason, render } from '../kubernetes/judge-manifests.ts'

const FOLDER = resolve(import.meta.dirname, '../../../infra/kubernetes/ranges')

type Rendered = { readonly kind: string; readonly [member: string]: unknown }

async function renderOne(kind: string): Promise<Rendered> {
  // Sound: every document that kustomize prints has a kind.
  const documents = parseAllDocuments(await render(FOLDER)).map((document) => document.toJS() as Rendered)
  return documents.find((document) => document.kind === kind) ?? expect.fail(`no ${kind}`)
}

describe.skipIf(reason !== '')(`the manifests of the refresh${reason}`, () => {
  test('are what Kubernetes takes, every one of them and every field', async () => {
    const { ok, output } = await judge(await render(FOLDER))
    const { summary, resources } = JSON.parse(output)
    expect(resources).toEqual([])
    expect({ ok, summary }).toEqual({ ok: true, summary: { valid: 6, invalid: 0, errors: 0, skipped: 0 } })
  })

  test.each([
    { name: 'a field that there is not', from: 'runAsNonRoot: true', to: 'runAsNonRot: true' },
    { name: 'a value that is none of the choices', from: 'backoffLimit: 0', to: 'backoffLimit: none' },
    { name: 'a field of another kind', from: 'concurrencyPolicy:', to: 'concurencyPolicy:' },
  ])('would be refused with $name', async ({ from, to }) => {
    const manifests = await render(FOLDER)
    expect(manifests).toContain(from)
    expect((await judge(manifests.replace(from, to))).ok).toBe(false)
  })

  test('let the job read and change one ConfigMap, which is there, and do nothing else', async () => {
    expect((await renderOne('Role')).rules).toEqual([
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['ipseal-ranges'], verbs: ['get', 'patch'] },
    ])
    expect(await renderOne('ConfigMap')).toMatchObject({ metadata: { name: 'ipseal-ranges' } })
    // With data in it, applying the manifests again would put that in the place of what the job wrote.
    expect(await renderOne('ConfigMap')).not.toHaveProperty('data')
  })

  test('never run two at once, and end one before the next is due', async () => {
    expect(await renderOne('CronJob')).toMatchObject({
      spec: {
        schedule: expect.stringMatching(/^\d+ \* \* \* \*$/),
        concurrencyPolicy: 'Forbid',
        jobTemplate: { spec: { activeDeadlineSeconds: 540, backoffLimit: 0 } },
      },
    })
  })

  test('ask for lists that there are', () => {
    const text = readFileSync(join(FOLDER, 'cron-job.yaml'), 'utf8')
    const [, feeds = ''] = /IPSEAL_RANGES_FEEDS\s+value: '([^']+)'/.exec(text) ?? []
    const chosen = chooseFeeds(readDemand(JSON.parse(feeds), 'IPSEAL_RANGES_FEEDS'), VENDOR_FEEDS)
    expect(chosen.map(({ provider }) => provider)).toEqual(['cloudflare', 'cloudfront'])
  })
})
