import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AMAZON_TOPIC, readRefreshEvent } from '../../../src/platform/refresh/refresh-event.ts'
import { readObject } from '../../cli/run-cli.ts'
import vectors from '../../vectors/range-events.json' with { type: 'json' }
import type { LiveServer } from '../start-nginx.ts'
import { findMoto } from '../stores/find-moto.ts'
import { startMoto } from '../stores/start-moto.ts'

const moto = await findMoto()
const reason = 'missing' in moto ? ` (skipped: ${moto.missing})` : ''

/** Lambda's envelope spells these two in another way than SNS does to everybody else (Lambda and SNS Developer Guides). */
const SPELLINGS = new Map([
  ['SigningCertURL', 'SigningCertUrl'],
  ['UnsubscribeURL', 'UnsubscribeUrl'],
])

/** What SNS writes to Lambda alone: null where there is no subject, and empty where nobody set an attribute. */
const LAMBDA_ALONE = ['Subject', 'MessageAttributes']

const [recorded] = vectors.announcements
const notification: Readonly<Record<string, unknown>> = Object(recorded?.event.Records[0]?.Sns)

let server: LiveServer

beforeAll(async () => {
  if (!('missing' in moto)) server = await startMoto(moto.path)
})

afterAll(() => server?.stop())

/** Asks one of AWS's services by its query API. */
async function ask(service: 'sns' | 'sqs', parameters: Readonly<Record<string, string>>): Promise<string> {
  const scope = `Credential=testing/20261126/us-east-1/${service}/aws4_request`
  const response = await fetch(`http://127.0.0.1:${server.port}/`, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ Version: service === 'sns' ? '2010-03-31' : '2012-11-05', ...parameters }),
  })
  return response.text()
}

function elementOf(xml: string, element: string): string {
  const [, text = ''] = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml) ?? []
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** Publishes to a topic, and returns what comes out of a queue that is subscribed to it. */
async function carry(message: string): Promise<Readonly<Record<string, unknown>>> {
  const topic = elementOf(await ask('sns', { Action: 'CreateTopic', Name: 'AmazonIpSpaceChanged' }), 'TopicArn')
  const queue = elementOf(await ask('sqs', { Action: 'CreateQueue', QueueName: 'announcements' }), 'QueueUrl')
  const endpoint = 'arn:aws:sqs:us-east-1:123456789012:announcements'
  await ask('sns', { Action: 'Subscribe', TopicArn: topic, Protocol: 'sqs', Endpoint: endpoint })
  await ask('sns', { Action: 'Publish', TopicArn: topic, Message: message })
  const received = await ask('sqs', { Action: 'ReceiveMessage', QueueUrl: queue, WaitTimeSeconds: '5' })
  return readObject(elementOf(received, 'Body'))
}

describe.skipIf('missing' in moto)(`a notification by way of SNS${reason}`, () => {
  test('has the members of the recorded one, each of the same kind, and is read as that is', async () => {
    const envelope = await carry(String(notification.Message))
    const members = Object.entries(envelope).map(
      ([name, value]) => [SPELLINGS.get(name) ?? name, typeof value] as const,
    )
    const want = Object.entries(notification).filter(([name]) => !LAMBDA_ALONE.includes(name))
    expect(Object.fromEntries(members)).toEqual(Object.fromEntries(want.map(([name, value]) => [name, typeof value])))
    expect(envelope.Message).toBe(notification.Message)
    const event = { Records: [{ EventSource: 'aws:sns', Sns: envelope }] }
    const topicArn = 'arn:aws:sns:us-east-1:123456789012:AmazonIpSpaceChanged'
    expect(readRefreshEvent(event, topicArn)).toEqual({ kind: 'announcement', syncToken: recorded?.syncToken })
    // It came from an account of the test, and so not from Amazon.
    expect(() => readRefreshEvent(event)).toThrow('TopicArn')
    expect(topicArn).not.toBe(AMAZON_TOPIC)
  })
})
