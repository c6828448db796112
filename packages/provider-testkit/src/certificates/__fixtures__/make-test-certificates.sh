#!/usr/bin/env bash
# Makes the certificates of ../test-certificates.ts anew (OpenSSL 3, EC P-256), printed to standard output as PEM by name.
# `openssl ca` is used because it alone takes both ends of the validity before OpenSSL 3.4.
set -euo pipefail
here=$(mktemp -d) && cd "$here"
far=21251231235959Z
mkdir issued && touch index.txt && echo 1000 > serial
cat > ca.cnf <<CNF
[ca]
default_ca = own
[own]
dir = .
database = index.txt
serial = serial
new_certs_dir = issued
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
CNF
key() { openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key"; }
key authority
openssl req -new -key authority.key -subj "/CN=Plugboard test authority" -out authority.csr
openssl ca -batch -notext -config ca.cnf -selfsign -keyfile authority.key -extensions authority \
  -startdate 20200101000000Z -enddate "$far" -in authority.csr -out authority.pem 2>/dev/null
leaf() { # name, alternative names, first and last instant
  key "$1"
  openssl req -new -key "$1.key" -subj "/CN=$1.plugboard.test" -addext "subjectAltName=$2" -out "$1.csr"
  openssl ca -batch -notext -config ca.cnf -cert authority.pem -keyfile authority.key -extensions leaf \
    -startdate "$3" -enddate "$4" -in "$1.csr" -out "$1.pem" 2>/dev/null
}
leaf valid "DNS:localhost,IP:127.0.0.1,IP:::1" 20200101000000Z "$far"
leaf expired "DNS:localhost,IP:127.0.0.1,IP:::1" 20200101000000Z 20210101000000Z
leaf wrong-name "DNS:elsewhere.plugboard.test" 20200101000000Z "$far"
key self-signed
openssl req -new -key self-signed.key -subj "/CN=localhost" -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" -out self-signed.csr
openssl ca -batch -notext -config ca.cnf -selfsign -keyfile self-signed.key -extensions leaf \
  -startdate 20200101000000Z -enddate "$far" -in self-signed.csr -out self-signed.pem 2>/dev/null
for name in authority valid expired wrong-name self-signed; do
  echo "# $name"; cat "$name.pem"; [ "$name" = authority ] || cat "$name.key"
done
rm -rf "$here"
