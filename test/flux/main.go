// Command flux-sync does with the manifests of its standard input what Flux's kustomize-controller does in one reconciliation of
// a Kustomization, with the library that the controller does it with. It prints what was done as JSON:
//
//	[{"subject": "AtlasPrivateEndpoint/shop/shop-us", "action": "configured"}]
//
// Usage: flux-sync KUBECONFIG NAMESPACE/KUSTOMIZATION [PATH...] < manifests.yaml
//
// Each PATH is a JSON pointer of the Kustomization's spec.ignore.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/normalize"
	"github.com/fluxcd/pkg/ssa/utils"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// An entry says what became of one object: created, configured, unchanged or skipped.
type entry struct {
	Subject string `json:"subject"`
	Action  string `json:"action"`
}

func main() {
	if len(os.Args) < 3 {
		fail(fmt.Errorf("usage: flux-sync KUBECONFIG NAMESPACE/KUSTOMIZATION [PATH...] < manifests.yaml"))
	}
	entries, err := sync(context.Background(), os.Args[1], os.Args[2], applyOptions(os.Args[3:]))
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(entries); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "error: %v\n", err)
	os.Exit(1)
}

// Applies the manifests of the standard input as a Kustomization, "namespace/name".
func sync(ctx context.Context, kubeconfig, kustomization string, options ssa.ApplyOptions) ([]entry, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	kube, err := client.New(config, client.Options{})
	if err != nil {
		return nil, err
	}
	objects, err := utils.ReadObjects(os.Stdin)
	if err != nil {
		return nil, err
	}
	// Without definitions of kinds among the manifests nothing has to be waited for, so there is no poller.
	manager := ssa.NewResourceManager(kube, nil, ssa.Owner{Field: controller, Group: group})
	namespace, name, _ := strings.Cut(kustomization, "/")
	manager.SetOwnerLabels(objects, name, namespace)
	if err := normalize.UnstructuredList(objects); err != nil {
		return nil, err
	}
	changes, err := manager.ApplyAllStaged(ctx, objects, options)
	if err != nil {
		return nil, err
	}
	entries := make([]entry, 0, len(changes.Entries))
	for _, change := range changes.Entries {
		entries = append(entries, entry{Subject: change.Subject, Action: change.Action.String()})
	}
	return entries, nil
}
