# An authority, and a certificate of it for each name, in the folder where it is called. A key is for its owner alone.
#
#   certify NAME...
certify() {
  umask 077
  openssl ecparam -name prime256v1 -genkey -noout -out ca.key
  openssl req -x509 -new -key ca.key -subj /CN=examples -days 30 -out ca.pem
  for name in "$@"; do
    openssl ecparam -name prime256v1 -genkey -noout -out "$name.key"
    openssl req -new -key "$name.key" -subj "/CN=$name" -out "$name.csr"
    openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out "$name.pem"
  done
}
