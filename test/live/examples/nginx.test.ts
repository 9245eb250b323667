import { describeExample } from './describe-example.ts'
import { nginxDeviations } from './deviations.ts'
import { startNginxExample } from './start-nginx-example.ts'

describeExample({ name: 'nginx', start: startNginxExample, deviations: nginxDeviations })
