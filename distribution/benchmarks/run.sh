#!/usr/bin/env bash
# Measures what Octet promises, on real models: accuracy and SQNR against the float model, speed side by side, the cost of calibration,
# memory, time to the first line, and that 1, 3 and 8 threads and both worlds give the same bytes.
#
#     distribution/benchmarks/run.sh [DATA]        DATA: folder with imagenet, cifar10 and mnist (default: OCTET_DATA, then ../shared/data beside the checkout)
#
# Environment: OCTET (bin/octet of an installation; default: the checkout's), SECONDS_PER_MODEL (default 3), ROUNDS (default 5).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
data=${1:-${OCTET_DATA:-$root/../shared/data}}
octet=${OCTET:-$root/octet}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -d "$data/imagenet" ] || { echo "error: no folder imagenet in $data; name the folder with the data" >&2; exit 2; }
command -v jq >/dev/null || { echo "error: jq is missing: install it (Debian, Ubuntu: apt-get install jq)" >&2; exit 2; }
[ -x /usr/bin/time ] || { echo "error: /usr/bin/time is missing: install it (Debian, Ubuntu: apt-get install time)" >&2; exit 2; }
"$octet" --version

torch=(-L mean=123.675,116.28,103.53 -L scale=58.395,57.12,57.375)
half=(-L mean=127.5 -L scale=127.5)
samplenet=(-L mean=125.307,122.961,113.8575 -L scale=51.5865,50.847,51.255)

# name of a preprocessing -> its options, in the array how
preprocessing() {
  case $1 in
    torch) how=("${torch[@]}") ;;
    half) how=("${half[@]}") ;;
    samplenet) how=("${samplenet[@]}") ;;
    none) how=() ;;
  esac
}

# model, preprocessing, data set -> options for calibration and validation
samples() {
  preprocessing "$2"
  case $3 in
    imagenet)
      calibration=(--loader image --data "$data/imagenet/samples" -L resize=center-crop "${how[@]}")
      validation=(--loader image --data "$data/imagenet/val" -L "labels=$data/imagenet/val/labels.csv" -L resize=center-crop "${how[@]}") ;;
    cifar10)
      calibration=(--loader cifar10 --data "$data/cifar10/test_500.bin" -L slice=0::2 "${how[@]}")
      validation=(--loader cifar10 --data "$data/cifar10/test_500.bin" -L slice=1::2 "${how[@]}") ;;
    mnist)
      calibration=(--loader mnist --data "$data/mnist/t10k-images-idx3-ubyte.gz" -L slice=-300: "${how[@]}")
      validation=(--loader mnist --data "$data/mnist/t10k-images-idx3-ubyte.gz" -L slice=0:2000 "${how[@]}") ;;
  esac
}

top1() {
  "$octet" evaluate --json --quiet --metric accuracy --model "$1" "${validation[@]}" | jq -r '[.metrics[]][0] * 100'
}

measure() {
  local model=$1 name
  name=$(basename "${model%.*}")
  samples "$model" "$2" "$3"
  /usr/bin/time -f '%M' -o "$work/rss" "$octet" quantize --quiet --json --model "$model" "${calibration[@]}" --output "$work/$name" >"$work/report.json"
  local int8=$work/$name/$name.xml
  "$octet" compare --json --quiet --model "$model" --with "$int8" "${validation[@]}" >"$work/compare.json"
  "$octet" benchmark --json --quiet --model "$model" --model "$int8" --seconds "${SECONDS_PER_MODEL:-3}" --rounds "${ROUNDS:-5}" >"$work/speed.json"
  # the plain pass needs memory of its own: in a run of its own
  "$octet" quantize --quiet --json --timings --model "$model" "${calibration[@]}" --output "$work/timed-$name" >"$work/timed.json"
  printf '| %s | %.2f | %.2f | %.1f | %.2f | %s | %.2f | %.0f |\n' \
    "$name" "$(top1 "$model")" "$(top1 "$int8")" \
    "$(jq -r '[.outputs[].sqnr] | min' "$work/compare.json")" \
    "$(jq -r '.models[1].throughputRatio' "$work/speed.json")" \
    "$(jq -r '.summary | "\(.weightsBytesBefore / 1e6 * 100 | round / 100) -> \(.weightsBytesAfter / 1e6 * 100 | round / 100)"' "$work/report.json")" \
    "$(jq -r '[.timings[] | {(.stage): .seconds}] | add | .calibrate / .plain' "$work/timed.json")" \
    "$(awk 'END { print $1 / 1024 }' "$work/rss")"
}

echo
echo "| model | float top-1 | INT8 top-1 | SQNR dB | throughput x | weights MB | calibrate / plain | peak RSS MB |"
echo "|---|---|---|---|---|---|---|---|"
measure "$data/imagenet/mobilenet_v2_1.0_224.onnx" half imagenet
measure "$data/imagenet/squeezenet1.1.onnx" torch imagenet
measure "$data/cifar10/resnet20_cifar10.onnx" torch cifar10
measure "$data/cifar10/resnet8_mlperf_tiny.onnx" none cifar10
measure "$data/cifar10/SampLeNet.xml" samplenet cifar10
measure "$data/mnist/mnist.onnx" none mnist

echo
samples "$data/cifar10/resnet20_cifar10.onnx" torch cifar10
for variant in "--threads 1" "--threads 3" "--threads 8" "--no-osgi"; do
  # shellcheck disable=SC2086 # an option and its value
  "$octet" quantize --quiet --model "$data/cifar10/resnet20_cifar10.onnx" "${calibration[@]}" $variant --output "$work/same" --force >/dev/null
  echo "$variant: $(cat "$work/same/resnet20_cifar10.xml" "$work/same/resnet20_cifar10.bin" | sha256sum | cut -c1-16)"
done

start=$(date +%s%N)
"$octet" quantize --model "$data/cifar10/resnet20_cifar10.onnx" "${calibration[@]}" --output "$work/first" 2>&1 >/dev/null | {
  read -r line
  echo "first line after $((($(date +%s%N) - start) / 1000000)) ms: $line"
  cat >/dev/null
}
