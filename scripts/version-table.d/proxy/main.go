// Command version-table-proxy prints the flags of kube-proxy. It is a program of its own because kube-proxy takes
// over whatever its packages register globally, and the kubelet's packages register more.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"clusterseed.invalid/version-table/flagset"
	"k8s.io/component-base/version"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println("Kubernetes", version.Get().GitVersion)
		return
	}
	if err := json.NewEncoder(os.Stdout).Encode(flagset.OfCommand(proxy.NewProxyCommand)); err != nil {
		fmt.Fprintln(os.Stderr, "version-table-proxy:", err)
		os.Exit(1)
	}
}
