import { readFileSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { extendStandIn } from './extend-stand-in.ts'
import { findStandIn } from './find-stand-in.ts'
import { findTerraform } from './find-terraform.ts'
import { runTerraform } from './run-terraform.ts'

const AWS = 'registry.terraform.io/hashicorp/aws/6.25.0/linux_amd64'
const NEW = 'aws_sns_topic_subscription'
const made: string[] = []

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A mirror whose AWS provider is a stand-in with these resources; files cannot be written, as in the real one. */
async function makeMirror(resources: object): Promise<string> {
  const mirror = await mkdtemp(join(tmpdir(), 'ipseal-mirror-'))
  made.push(mirror)
  await mkdir(join(mirror, AWS), { recursive: true })
  const schemas = { provider: {}, resource_schemas: resources, data_source_schemas: {} }
  await writeFile(join(mirror, AWS, 'aws.schema.json'), JSON.stringify(schemas), { mode: 0o444 })
  await writeFile(join(mirror, AWS, 'terraform-provider-aws_v6.25.0'), '#!/bin/sh\n', { mode: 0o755 })
  return mirror
}

async function extend(mirror: string): Promise<string> {
  const folder = dirname(await extendStandIn(mirror))
  made.push(folder)
  return folder
}

function readResources(folder: string): object {
  const text = readFileSync(join(folder, 'mirror', AWS, 'aws.schema.json'), 'utf8')
  // Sound: a schema has them, or the test that looks at them fails.
  const schemas = JSON.parse(text) as { readonly resource_schemas: object }
  return schemas.resource_schemas
}

describe('extendStandIn', () => {
  test('adds what the mirror lacks and leaves the mirror as it is', async () => {
    const mirror = await makeMirror({ aws_iam_role: { version: 7 } })
    const folder = await extend(mirror)
    expect(readResources(folder)).toMatchObject({ aws_iam_role: { version: 7 }, [NEW]: { version: 0 } })
    expect(readFileSync(join(mirror, AWS, 'aws.schema.json'), 'utf8')).not.toContain(NEW)
    expect((await stat(join(folder, 'mirror', AWS, 'terraform-provider-aws_v6.25.0'))).mode & 0o111).toBe(0o111)
  })

  test('keeps what the mirror knows itself', async () => {
    expect(readResources(await extend(await makeMirror({ [NEW]: { version: 9 } })))).toStrictEqual({
      [NEW]: { version: 9 },
    })
  })

  test('leaves out what no module uses', async () => {
    const folder = await extend(await makeMirror({ aws_iam_role: {}, aws_vpc_ipam: {} }))
    expect(Object.keys(readResources(folder)).toSorted()).toStrictEqual(['aws_iam_role', NEW])
  })

  test('gives all who ask at the same time the same, and leaves nothing unfinished', async () => {
    const mirror = await makeMirror({})
    const folders = await Promise.all([extend(mirror), extend(mirror), extend(mirror)])
    const [folder] = folders
    expect(new Set(folders).size).toBe(1)
    const beside = await readdir(dirname(folder))
    expect(beside.filter((name) => join(dirname(folder), name).startsWith(`${folder}.`))).toStrictEqual([])
  })

  test('makes another copy for a mirror that has changed', async () => {
    const mirror = await makeMirror({})
    const before = await extend(mirror)
    rmSync(join(mirror, AWS, 'aws.schema.json'))
    await writeFile(
      join(mirror, AWS, 'aws.schema.json'),
      '{"resource_schemas":{"aws_lb":{"version":1}},"data_source_schemas":{}}',
    )
    expect(await extend(mirror)).not.toBe(before)
  })

  test('refuses a mirror with a real provider', async () => {
    const mirror = await makeMirror({})
    rmSync(join(mirror, AWS, 'aws.schema.json'))
    await expect(extendStandIn(mirror)).rejects.toThrow('is no stand-in')
  })
})

const terraform = await findTerraform()
const standIn = findStandIn(terraform)
const whyNone = 'missing' in terraform ? terraform.missing : 'Terraform has a real provider of AWS'

test('Terraform validates a subscription against the extended stand-in', async ({ skip }) => {
  if ('missing' in terraform || standIn === undefined) return skip(whyNone)
  const work = await mkdtemp(join(tmpdir(), 'ipseal-subscription-'))
  made.push(work)
  const wrong = 'topic_arn = "t"\n  protocol = "lambda"\n  endpoint = "f"\n  endpoints = "g"'
  await writeFile(join(work, 'main.tf'), `resource "${NEW}" "this" {\n  ${wrong}\n}\n`)
  const extended = { ...terraform, env: { TF_CLI_CONFIG_FILE: await extendStandIn(standIn) } }
  await runTerraform(extended, work, ['init', '-input=false'])
  const { stdout } = await runTerraform(extended, work, ['validate', '-json'])
  // Sound: Terraform's own report (machine-readable UI).
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly object[] }
  expect(diagnostics).toMatchObject([{ detail: expect.stringContaining('"endpoints" is not expected here') }])
})
