import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judge, reason, render } from '../kubernetes/judge-manifests.ts'

const FOLDER = resolve(import.meta.dirname, '../../../infra/kubernetes/verifier')

describe.skipIf(reason !== '')(`the manifests of the verifier service${reason}`, () => {
  test('are what Kubernetes takes, every one of them and every field', async () => {
    const { ok, output } = await judge(await render(FOLDER))
    const { summary } = JSON.parse(output)
    expect({ ok, summary }).toEqual({ ok: true, summary: { valid: 8, invalid: 0, errors: 0, skipped: 0 } })
  })

  test.each([
    { name: 'a field that there is not', from: 'runAsNonRoot: true', to: 'runAsNonRot: true' },
    { name: 'a value that is none of the choices', from: 'seconds: 5', to: 'seconds: five' },
    { name: 'a field of another kind', from: 'maxUnavailable: 1', to: 'maxUnavailabel: 1' },
  ])('would be refused with $name', async ({ from, to }) => {
    const manifests = await render(FOLDER)
    expect(manifests).toContain(from)
    expect((await judge(manifests.replace(from, to))).ok).toBe(false)
  })

  test('name the document by what is in it, so that another one is rolled out', async () => {
    const names = (await render(FOLDER)).match(/ipseal-verifier-[a-z0-9]{10}\b/g) ?? []
    expect(names.length).toBe(2)
    expect(new Set(names).size).toBe(1)
  })
})
