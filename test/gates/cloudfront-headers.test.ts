import { expect, test } from 'vitest'
import { checkCloudFrontHeaders } from '../../tools/gates/cloudfront-headers.ts'
import { plant } from './plant.ts'

const seal = 'src/platform/cloudfront/seal.ts'
const own = 'src/headers/own-names.ts'
const variables = 'src/platform/cloudfront/variables.ts'
const reserved = 'src/config/reserved-headers.ts'
const known = "export const RESERVED = ['accept-encoding', 'content-length', 'host', 'transfer-encoding', 'via', 'if-'"

test.each([
  {
    what: 'a forbidden line',
    path: seal,
    text: "export const line = { key: 'X-Real-IP', value: '' }",
    want: 'X-Real-IP',
  },
  {
    what: 'a name that begins like a forbidden one',
    path: seal,
    text: "export const line = { key: 'X-Edge-Client-IP', value: '' }",
    want: 'X-Edge-Client-IP',
  },
  {
    what: 'a read-only header of a response',
    path: seal,
    text: "export const answer = { status: '403', headers: { 'content-length': [] } }",
    want: 'content-length',
  },
  {
    what: 'a forbidden header of a problem',
    path: seal,
    text: "export const answer = answerProblem(503, isDown ? { connection: 'close' } : {})",
    want: 'connection',
  },
  {
    what: 'a read-only member that is set',
    path: 'functions/cloudfront-function.ts',
    text: "request.headers['via'] = { value: '' }",
    want: 'via',
  },
  {
    what: 'a forbidden member that is set by its name',
    path: 'functions/cloudfront-function.ts',
    text: "event.request.headers.upgrade = { value: '' }",
    want: 'upgrade',
  },
  {
    what: 'an own name that is forbidden',
    path: own,
    text: "export const ASSERTION = 'x-amz-cf-seal'",
    want: 'x-amz-cf-seal',
  },
  {
    what: 'a name that no origin may have',
    path: variables,
    text: "export const KEYS = 'x-amz-keys'",
    want: 'x-amz-keys',
  },
  {
    what: 'a read-only header that is not reserved',
    path: reserved,
    text: `${known}]`,
    want: 'cdn-loop must be reserved',
  },
])('cloudfront refuses $what', async ({ path, text, want }) => {
  const result = await checkCloudFrontHeaders(plant({ [path]: `${text}\n` }))
  expect(result).toMatchObject({ ok: false, output: expect.stringContaining(want) })
})

test('cloudfront passes what CloudFront takes, and counts it', async () => {
  const files = {
    [seal]: "const line = { key: 'X-Client-IP-Assertion', value: '' }\nconst host = request.headers.host\n",
    [own]: "export const ASSERTION = 'x-client-ip-assertion'\n",
    [variables]: "export const KEYS = 'x-ipseal-keys'\n",
    [reserved]: `${known}, 'cdn-loop']\n`,
  }
  expect(await checkCloudFrontHeaders(plant(files))).toMatchObject({ ok: true, count: 3, output: '' })
})

test.each([own, variables, reserved])('cloudfront is red where %s is not there to be read', async (path) => {
  const files = { [own]: '\n', [variables]: '\n', [reserved]: `${known}, 'cdn-loop']\n` }
  const left = Object.entries(files).filter(([name]) => name !== path)
  const result = await checkCloudFrontHeaders(plant(Object.fromEntries(left)))
  expect(result).toMatchObject({ ok: false, output: expect.stringContaining(`${path}: is not there`) })
})

test('cloudfront is red where there is nothing to check', async () => {
  const files = { [own]: '\n', [variables]: '\n', [reserved]: `${known}, 'cdn-loop']\n` }
  const result = await checkCloudFrontHeaders(plant(files))
  expect(result).toMatchObject({ ok: false, output: expect.stringContaining('checked 0') })
})
