/** Whether `--feature-gates=A=true,B=false` turns the gate off. */
export function isGateOff(gates: string | undefined, gate: string): boolean {
  return (gates ?? '')
    .split(',')
    .some((entry) => entry.trim().toLowerCase() === `${gate.toLowerCase()}=false`);
}
