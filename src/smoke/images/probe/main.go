// Asks from inside a pod what every pod relies on: the cluster's DNS, the API's service address, the token and the
// CA of the service account. Says so on standard output, one line per question; ends with 1 when one stays unanswered.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

const (
	account  = "/var/run/secrets/kubernetes.io/serviceaccount/"
	name     = "kubernetes.default.svc.cluster.local"
	patience = 10 * time.Minute
)

func resolve(ctx context.Context, service string) error {
	found, err := net.DefaultResolver.LookupHost(ctx, name)
	if err != nil {
		return err
	}
	if len(found) != 1 || found[0] != service {
		return fmt.Errorf("%s is %v, not %s", name, found, service)
	}
	fmt.Printf("probe: dns %s = %s\n", name, found[0])
	return nil
}

func trust() (*http.Client, string, error) {
	ca, err := os.ReadFile(account + "ca.crt")
	if err != nil {
		return nil, "", err
	}
	token, err := os.ReadFile(account + "token")
	if err != nil {
		return nil, "", err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		return nil, "", errors.New("ca.crt has no certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}
	return &http.Client{Transport: transport}, strings.TrimSpace(string(token)), nil
}

func ask(ctx context.Context, host string) error {
	client, token, err := trust()
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+host+"/version", nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK || !strings.Contains(string(body), `"gitVersion"`) {
		return fmt.Errorf("%s: %s: %s", host, response.Status, body)
	}
	fmt.Printf("probe: api https://%s/version = %s\n", host, response.Status)
	return nil
}

func main() {
	service := os.Getenv("KUBERNETES_SERVICE_HOST")
	questions := []func(context.Context) error{
		func(ctx context.Context) error { return resolve(ctx, service) },
		func(ctx context.Context) error { return ask(ctx, service) },
		func(ctx context.Context) error { return ask(ctx, name) },
	}
	end := time.Now().Add(patience)
	for _, question := range questions {
		for {
			ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
			err := question(ctx)
			cancel()
			if err == nil {
				break
			}
			fmt.Printf("probe: not yet: %v\n", err)
			if time.Now().After(end) {
				os.Exit(1)
			}
			time.Sleep(5 * time.Second)
		}
	}
	fmt.Println("probe: ok")
}
