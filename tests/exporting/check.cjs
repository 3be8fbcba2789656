// Runs every case of cases.json through ONNX Runtime; usage: NODE_PATH=... node check.cjs FOLDER
// Exit code 1 where a forecast differs from that of symh by more than 1e-4 nT and a millionth of itself (float32 has seven digits).
const fs = require("fs");
const path = require("path");
const ort = require("onnxruntime-node");

const limit = 1e-4;
const nan = (list) => Float32Array.from(list, (v) => (v === null ? NaN : v));

function feeds(c, first, count) {
  const [, steps, channels] = c.x.shape;
  const x = nan(c.x.values.slice(first * steps * channels, (first + count) * steps * channels));
  const given = { x: new ort.Tensor("float32", x, [count, steps, channels]) };
  if (c.time) {
    const time = BigInt64Array.from(c.time.slice(first, first + count), BigInt);
    given.time = new ort.Tensor("int64", time, [count]);
  }
  return given;
}

function difference(name, got, expected, first, count) {
  const width = expected.values.length / expected.shape[0];
  const shape = [count, ...expected.shape.slice(1)];
  if (got.dims.join() !== shape.join()) return `${name}: shape ${got.dims} instead of ${shape}`;
  let most = 0;
  for (let i = 0; i < got.data.length; ++i) {
    const value = expected.values[first * width + i];
    if ((value === null) !== Number.isNaN(got.data[i])) return `${name}[${first * width + i}]: ${got.data[i]} instead of ${value}`;
    if (value !== null) most = Math.max(most, Math.abs(got.data[i] - value) - 1e-6 * Math.abs(value));
  }
  return most;
}

async function check(folder, c) {
  const session = await ort.InferenceSession.create(path.join(folder, c.file), { logSeverityLevel: 3, intraOpNumThreads: 1 });
  const all = c.x.shape[0];
  let most = 0;
  for (const [first, count] of [[0, all], [all - 1, 1], [0, Math.min(7, all)]]) {
    const got = await session.run(feeds(c, first, count));
    for (const name of Object.keys(c.outputs)) {
      const found = difference(name, got[name], c.outputs[name], first, count);
      if (typeof found === "string") return found;
      most = Math.max(most, found);
    }
  }
  return most;
}

async function main(folder) {
  let failed = 0;
  for (const c of JSON.parse(fs.readFileSync(path.join(folder, "cases.json")))) {
    const found = await check(folder, c).catch((error) => error.message);
    const wrong = typeof found === "string" || found > limit;
    if (wrong) ++failed;
    console.log(`${wrong ? "WRONG" : "ok"} ${c.file} ${c.x.shape[0]} forecasts, largest difference ${found}`);
  }
  process.exit(failed > 0 ? 1 : 0);
}

main(process.argv[2]);
