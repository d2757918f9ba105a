#!/bin/sh
# Make the certificates of the sandbox and of the hostile server, with OpenSSL 3:
#
#     sh tests/support/certificates/make.sh
#
# They are kept in the repository and never expire (9999 is RFC 5280's word for that), so this is
# for the day on which a library asks more of a certificate. The authorities' keys are thrown away.
set -eu

repository=$(cd "$(dirname "$0")/../../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

LOOPBACK=IP:127.0.0.1,IP:::1,DNS:localhost
ALWAYS="-startdate 20000101000000Z -enddate 99991231235959Z"
PAST="-startdate 20000101000000Z -enddate 20010101000000Z"

key() {
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"
}

# authority NAME SUBJECT: a new authority, NAME.pem
authority() {
    key "$1.key"
    openssl req -new -key "$1.key" -subj "/CN=$2" -out "$1.csr"
    sign "$1" "$1" "$ALWAYS" "basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign
nameConstraints=critical,permitted;IP:127.0.0.0/255.0.0.0,permitted;IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,permitted;DNS:localhost,permitted;DNS:elsewhere.invalid" -selfsign
}

# leaf AUTHORITY NAME DATES NAMES: a key and its certificate, both in NAME.pem
leaf() {
    key "$2.key"
    openssl req -new -key "$2.key" -subj "/CN=$2" -out "$2.csr"
    sign "$1" "$2" "$3" "basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=$4"
    cat "$2.key" >>"$2.pem"
}

# sign AUTHORITY NAME DATES EXTENSIONS [-selfsign]
sign() {
    : >index
    cat >ca.conf <<CONF
[ca]
default_ca = ca
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[extensions]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
$4
CONF
    # shellcheck disable=SC2086 # the dates are several words
    openssl ca -config ca.conf -extensions extensions -keyfile "$1.key" ${5:--cert "$1.pem"} \
        -in "$2.csr" -out "$2.pem" $3 -batch -notext
}

authority sandbox "Sandbox of digiseller_async"
leaf sandbox server "$ALWAYS" "$LOOPBACK"
mv sandbox.pem "$repository/digiseller_async/sandbox/_http/certificate/authority.pem"
mv server.pem "$repository/digiseller_async/sandbox/_http/certificate/server.pem"

authority hostile "Hostile server of digiseller_async"
leaf hostile trusted "$ALWAYS" "$LOOPBACK"
leaf hostile expired "$PAST" "$LOOPBACK"
leaf hostile other_host "$ALWAYS" DNS:elsewhere.invalid
mv hostile.pem "$repository/tests/hostile/certificates/authority.pem"
mv trusted.pem expired.pem other_host.pem "$repository/tests/hostile/certificates/"
