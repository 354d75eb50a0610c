/** Prints the etcd version that goes with a Kubernetes version. usage: node etcd-of.ts 1.36.3 */
import { defaultEtcdVersion } from '../../src/plan/versions.ts';

process.stdout.write(`${defaultEtcdVersion(process.argv[2] ?? '')}\n`);
