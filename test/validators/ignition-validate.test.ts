import { judgeIgnition } from '../fixtures/ignition-judge.ts';

judgeIgnition('Debian 12, ignition 2.14', '/usr/bin/ignition-validate', '3.3.0');
