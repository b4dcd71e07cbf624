/** Probability that a standard normal variable is above `z`; exact to about 1e-15, also far out. */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  return z < 3 ? 0.5 - density(z) * series(z) : density(z) / continuedFraction(z);
}

function density(z: number): number {
  return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** z + z³/3 + z⁵/(3·5) + …: converges fast near the middle. */
function series(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))): converges fast far out. */
function continuedFraction(z: number): number {
  let value = z;
  for (let n = 200; n >= 1; n -= 1) value = z + n / value;
  return value;
}
