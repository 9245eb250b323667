import { describeExample } from './describe-example.ts'
import { haproxyDeviations } from './deviations.ts'
import { startHaproxyNative } from './start-haproxy-example.ts'

describeExample({ name: 'HAProxy (native)', start: startHaproxyNative, deviations: haproxyDeviations })
