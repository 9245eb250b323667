import { describe, expect, test } from 'vitest'
import { RefreshError } from '../../../src/platform/refresh/refresh-error.ts'
import { readRefreshEvent } from '../../../src/platform/refresh/refresh-event.ts'
import vectors from '../../vectors/range-events.json' with { type: 'json' }

describe('what invokes the function', () => {
  test.each(vectors.schedules)('may be a schedule that says $name', ({ event, demand }) => {
    const want = { providers: undefined, lists: undefined, ...demand }
    expect(readRefreshEvent(event)).toEqual({ kind: 'schedule', demand: want })
  })

  test.each(vectors.announcements)('may be $name', ({ event, syncToken }) => {
    expect(readRefreshEvent(event)).toEqual({ kind: 'announcement', syncToken })
  })

  test.each(vectors.refused)('may not be $name', ({ event, code, path }) => {
    expect(() => readRefreshEvent(event)).toThrow(RefreshError)
    expect(() => readRefreshEvent(event)).toThrow(expect.objectContaining({ code, path }))
  })

  test('may be a notification of another topic only where that is the one asked for', () => {
    const other = 'arn:aws:sns:eu-west-1:123456789012:relayed'
    const event = JSON.parse(
      JSON.stringify(vectors.announcements[0]?.event).replaceAll(
        /arn:aws:sns:[^:"]+:806199016981:AmazonIpSpaceChanged(?=")/g,
        other,
      ),
    )
    expect(readRefreshEvent(event, other)).toMatchObject({ kind: 'announcement' })
    expect(() => readRefreshEvent(event)).toThrow('TopicArn')
    expect(() => readRefreshEvent(vectors.announcements[0]?.event, other)).toThrow('TopicArn')
  })

  test('shows no secret that somebody put where a list belongs', () => {
    const shown = vectors.refused.map(({ event }) => {
      try {
        return JSON.stringify(readRefreshEvent(event))
      } catch (error) {
        return String(error)
      }
    })
    expect(shown.filter((text) => text.includes('secret@'))).toEqual([])
  })
})
